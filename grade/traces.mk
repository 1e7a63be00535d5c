# The reference traces, made from the specifications alone.
#   grade/inputs/LAYER/NAME.calls   a trace without results
#   grade/inputs/LAYER/NAME.tour    what to try; tour.c walks every transition
# become grade/traces/LAYER/NAME.trace.  They are committed; `make traces` makes the same bytes
# again.

# Of layers that other stacks have, those make their own: make traces STACK=base.
INPUTS := $(wildcard $(foreach l,$(LAYERS),grade/inputs/$l/*.calls grade/inputs/$l/*.tour))
OTHERS := $(if $(INPUTS),$(shell grep -l '^only ' $(filter %.calls,$(INPUTS)) | \
	xargs -r grep -LxE 'only (qemu|$(STACK))( .*)?'))
INPUTS := $(filter-out $(OTHERS),$(INPUTS))
traces-of = $(patsubst grade/inputs/%,grade/traces/%.trace,$(basename $1))
TRACES := $(call traces-of,$(INPUTS))

$(B)/tour: build/host/grade/tour.o build/host/grade/names.o \
		build/host/grade/util.o $(call spec-objects,full)
	$(Q)$(HOSTCC) -o $@ $^

# The names of all files written are known, so a trace without its input is stale.
.PHONY: traces
traces: $(B)/grade $(B)/tour
	@mkdir -p $(sort $(dir $(TRACES))) $(B)/traces
	@$(foreach input,$(INPUTS),$(call make-trace,$(input),$(call traces-of,$(input))) && ) true
	@for trace in $(wildcard $(LAYERS:%=grade/traces/%/*.trace)); do \
		case " $(TRACES) $(call traces-of,$(OTHERS)) " in *" $$trace "*) ;; \
		*) echo "$$trace has no input in grade/inputs: removed" >&2; rm $$trace;; esac; done
	@echo "wrote $(words $(TRACES)) traces"

# The tour says what it leaves for another part; that is of no interest unless it fails.
walk-tour = { $(B)/tour $1 2>$(B)/traces/messages || { cat $(B)/traces/messages >&2; exit 2; }; }

make-trace = $(if $(filter %.tour,$1),$(call walk-tour,$1),cat $1) >$(B)/traces/calls && \
	{ $(B)/grade --fill $(B)/traces/calls >$(B)/traces/filled || \
		{ echo "in $1" >&2; exit 2; }; } && \
	mv $(B)/traces/filled $2

# Do the reference traces take every branch of every executable specification?  (`make coverage`)
# The oracle runs all of them with the specifications compiled for gcov.

GCOV ?= gcov
COVERED := $(foreach layer,$(LAYERS),$(B)/coverage/$(layer).o)

$(B)/coverage/%.o: $(B)/specs/full/%.o
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O0 --coverage $(SPEC_INCLUDES) -include $(B)/world.h -c -o $@ \
		$(room.$*)/$*.spec.c

$(B)/coverage/grade: $(GRADE_OBJECTS) $(COVERED) \
		$(filter-out $(LAYERS:%=$(B)/specs/full/%.o),$(call spec-objects,full))
	$(Q)$(HOSTCC) --coverage -o $@ $^

.PHONY: coverage
coverage: $(B)/coverage/grade
	@rm -f $(B)/coverage/*.gcda
	@for trace in $(TRACES); do \
		$(B)/coverage/grade --fill $$trace >$(B)/coverage/filled && \
		cmp -s $$trace $(B)/coverage/filled || { \
			echo "$$trace is not what the specifications say: make traces" >&2; \
			exit 1; }; \
	done
	@missed=0; for layer in $(LAYERS); do \
		$(GCOV) -b -c -t $(B)/coverage/$$layer.o >$(B)/coverage/$$layer.gcov 2>/dev/null; \
		awk -v layer=$$layer -f grade/coverage.awk $(B)/coverage/$$layer.gcov || missed=1; \
	done; exit $$missed

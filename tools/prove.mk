# prove.mk: the proofs of Frama-C/WP, layer by layer.  MODULES=MAT.tree proves MAT.tree.c instead.
#
#   make prove-MAT   the executable spec and the module of MAT
#   make prove       every layer

.PHONY: prove $(addprefix prove-,$(LAYERS))

$(addprefix prove-,$(LAYERS)): prove-%: $(B)/layers.mk build/host/layers
	$(Q)BUILD=$(B) tools/prove $(STACK) $* $(call variant,$*)

# Layers, and second modules such as MAT.tree.  What is proved is recorded.
PROVED := $(foreach layer,$(LAYERS),$(layer) $(variants.$(layer):%=$(layer).%))
prove: export RECORD := yes
prove: $(B)/layers.mk build/host/layers
	@done=0; failed=; for module in $(PROVED); do \
		done=$$((done + 1)); echo "[$$done/$(words $(PROVED))] $$module"; \
		BUILD=$(B) tools/prove $(STACK) $$(echo $$module | tr . ' ') || \
			failed="$$failed $$module"; \
	done; \
	if [ -n "$$failed" ]; then echo "Not proved:$$failed"; exit 1; fi; \
	echo "All $(words $(PROVED)) modules of $(STACK) are proved."

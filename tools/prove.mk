# prove.mk: the proofs of Frama-C/WP, layer by layer.  MODULE.MAT=tree proves MAT.tree.c instead.
#
#   make prove-MAT   the executable spec and the module of MAT
#   make prove       every layer

.PHONY: prove $(addprefix prove-,$(LAYERS))

$(addprefix prove-,$(LAYERS)): prove-%: $(B)/layers.mk build/host/layers
	$(Q)BUILD=$(B) tools/prove $(STACK) $* $(MODULE.$*)

prove: $(B)/layers.mk build/host/layers
	@done=0; failed=; for layer in $(LAYERS); do \
		done=$$((done + 1)); echo "[$$done/$(words $(LAYERS))] $$layer"; \
		BUILD=$(B) tools/prove $(STACK) $$layer || failed="$$failed $$layer"; \
	done; \
	if [ -n "$$failed" ]; then echo "Not proved:$$failed"; exit 1; fi; \
	echo "All $(words $(LAYERS)) layers of $(STACK) are proved."

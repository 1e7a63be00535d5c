# docs.mk: `make docs`, the documentation under build/docs/html.  A warning is an error.

DOCS := build/docs

reverse = $(if $1,$(call reverse,$(wordlist 2,$(words $1),$1)) $(firstword $1))

# Top to bottom, as in the picture.
DOCS_LAYERS := $(call reverse,$(GROUND_AND_LAYERS))

# A page with the files of one layer's room, under a name that the layer's page refers to.
docs-source = { printf '\# %s: source\n\n' $1; \
	echo 'The [deep specification](\ref $1.h) says what the primitives mean.'; \
	for file in $(wildcard $(room.$1)/$1.spec.c $(room.$1)/$1.rel.h $(room.$1)/$1.c \
		$(room.$1)/$1.S $(variants.$1:%=$(room.$1)/$1.%.c)); do \
		printf '\n\#\# %s\n\n\\verbinclude %s\n' "$${file\#\#*/}" $$file; \
	done; } >$(DOCS)/pages/source_$1.md

.PHONY: docs
docs: build/host/layers
	@tools/setup docs
	@rm -rf $(DOCS)
	@mkdir -p $(DOCS)/pages
	@build/host/layers kernel/stack derivation $(STACK) >$(DOCS)/derivation
	@build/host/layers kernel/stack dot $(STACK) >$(DOCS)/stack.dot
	@$(foreach layer,$(DOCS_LAYERS),$(call docs-source,$(layer)) && ) true
	@printf '%s\n' '# Sources' '' $(foreach layer,$(DOCS_LAYERS),'- \ref source_$(layer)') \
		>$(DOCS)/pages/sources.md
	@for layer in $(DOCS_LAYERS); do \
		echo "<tab type=\"user\" url=\"@ref $$layer.h\" title=\"$$layer\"/>"; \
	done >$(DOCS)/tabs
	@sed '/make docs puts/r $(DOCS)/tabs' docs/layout.xml >$(DOCS)/layout.xml
	@{ cat docs/Doxyfile; printf 'FILE_PATTERNS += %s\n' $(GROUND_AND_LAYERS:%=%.h); } | \
		doxygen - >$(DOCS)/log 2>&1; status=$$?; \
	if [ $$status -ne 0 ] || [ -s $(DOCS)/log ]; then \
		cat $(DOCS)/log >&2; \
		echo "make docs: the warnings above are errors" >&2; \
		exit 2; \
	fi
	@echo "$(DOCS)/html/index.html"

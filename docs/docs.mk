# docs.mk: `make docs`, the documentation under build/docs/html.  A warning is an error.

DOCS := build/docs

reverse = $(if $1,$(call reverse,$(wordlist 2,$(words $1),$1)) $(firstword $1))

# Top to bottom, as in the picture.
DOCS_LAYERS := $(call reverse,$(GROUND_AND_LAYERS))

# A page with the files of one layer's room, under a name that the layer's page refers to.
docs-source = { printf '\# %s: source\n\n' $1; \
	printf '%s\n' 'The [deep specification](\ref $1.h) says what the primitives mean.'; \
	for file in $(wildcard $(room.$1)/$1.spec.c $(room.$1)/$1.rel.h $(room.$1)/$1.c \
		$(room.$1)/$1.S $(variants.$1:%=$(room.$1)/$1.%.c)); do \
		printf '\n\#\# %s\n\n\\verbinclude %s\n' "$${file\#\#*/}" $$file; \
	done; } >$(DOCS)/pages/source_$1.md

HANDOUTS  := $(wildcard labs/lab*/handout.md)
EXERCISES := $(wildcard $(HANDOUTS:handout.md=points) $(HANDOUTS:handout.md=exercises))

# A script for sed: pictures lose their links to what is not here.
docs-absent = sed -n 's/^Not here: \([A-Za-z0-9]*\),.*/s|, URL="[^"]*[ _]\1[".][^]]*||/p' \
	$(DOCS)/derivation

.PHONY: docs
docs: build/host/layers
	@tools/setup docs
	@rm -rf $(DOCS)
	@mkdir -p $(DOCS)/pages $(DOCS)/pictures
	@build/host/layers kernel/stack derivation $(STACK) >$(DOCS)/derivation
	@printf '%s\n' $(HANDOUTS) >$(DOCS)/handouts
	@$(docs-absent) >$(DOCS)/absent
	@for file in docs/pictures/*.dot; do \
		sed -f $(DOCS)/absent $$file >$(DOCS)/pictures/$${file##*/}; \
	done
	@build/host/layers kernel/stack dot $(STACK) >$(DOCS)/pictures/stack.dot
	@$(foreach layer,$(DOCS_LAYERS),$(call docs-source,$(layer)) && ) true
	@printf '%s\n' '# Sources' '' $(foreach layer,$(DOCS_LAYERS),'- \ref source_$(layer)') \
		>$(DOCS)/pages/sources.md
	@awk -f docs/exercises.awk $(EXERCISES) >$(DOCS)/pages/exercises.md
	@awk -v layers='$(DOCS_LAYERS)' -f docs/tabs.awk kernel/stack $(HANDOUTS) >$(DOCS)/tabs
	@sed '/make docs puts/r $(DOCS)/tabs' docs/layout.xml >$(DOCS)/layout.xml
	@: >$(DOCS)/header.html
	@cd $(DOCS) && doxygen -w html header.html footer.html doxygen.css >/dev/null
	@sed -i 's|$$projectname<!|<a href="$$relpath^index.html">$$projectname</a>$(to-pages)<!|' \
		$(DOCS)/header.html
	@{ cat docs/Doxyfile; printf 'INPUT += %s\n' $(HANDOUTS); \
		printf 'FILE_PATTERNS += %s\n' $(GROUND_AND_LAYERS:%=%.h); } | \
		doxygen - >$(DOCS)/log 2>&1; status=$$?; \
	if [ $$status -ne 0 ] || [ -s $(DOCS)/log ]; then \
		cat $(DOCS)/log >&2; \
		echo "make docs: the warnings above are errors" >&2; \
		exit 2; \
	fi
	@sed -i 's/\([A-Za-z0-9]\)\.h File Reference/\1/' $(DOCS)/html/*_8h.html
	@for page in $$(grep -l '<iframe[^>]*\.svg' $(DOCS)/html/*.html); do \
		awk -f docs/inline.awk $$page >$(DOCS)/page && mv $(DOCS)/page $$page || exit 2; \
	done
	@echo "$(DOCS)/html/index.html"

# On a narrow page, where the tree of pages stands below.
to-pages = <a id="to-pages" href="\#side-nav">all pages</a>

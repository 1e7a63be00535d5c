# course.mk: the course, from what is committed here.  docs/instructors.md says how it is used.
#
#   make course DIR=PATH   a student's and an instructor's repository; LAB=N: labs up to N;
#                          UPDATE=1: bring what changed to those that are there
#   make tags              the same commits as tags here; FORCE=1 moves tags that are there
#   make term SEED=N       make this tree that of term N: kernel/term.h and what follows from it
#   make checkpoints       write labs/CHECKPOINTS: the commits of which the work tree is published

.PHONY: course tags term checkpoints
course:
	@UPDATE='$(UPDATE)' tools/course/publish '$(DIR)' '$(LAB)'

tags:
	@FORCE='$(FORCE)' tools/course/publish --tags '$(LAB)'

term:
	@tools/course/term '$(SEED)'

checkpoints:
	@tools/course/publish --ids >build/checkpoints.new
	@{ sed '/^#/!d' labs/CHECKPOINTS; cat build/checkpoints.new; } >build/checkpoints && \
		cp build/checkpoints labs/CHECKPOINTS

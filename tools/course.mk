# course.mk: the course, from what is committed here.  docs/instructors.md says how it is used.
#
#   make course DIR=PATH   a student's and an instructor's repository; LAB=N: labs up to N
#   make tags              the same commits as tags here; FORCE=1 moves tags that are there

.PHONY: course tags
course:
	@tools/course/publish '$(DIR)' '$(LAB)'

tags:
	@FORCE='$(FORCE)' tools/course/publish --tags '$(LAB)'

GRADE_PARTS :=
grade-compile = true

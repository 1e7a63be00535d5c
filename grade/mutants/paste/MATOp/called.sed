# the module calls the spec, with a prototype of its own
1i #include <underlay.h>\nvoid spec_mem_init(void);\nvoid mem_init(void)\n{\n\tspec_mem_init();\n}
d

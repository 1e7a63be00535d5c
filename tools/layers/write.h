/* Writing: to standard output, or to the file that is open. */
#ifndef WRITE_H
#define WRITE_H

#include "stack.h"

/* What is written goes to this file until close_output. */
void open_output(const char *path);

/* Ends the program if not all of it could be written. */
void close_output(void);

/* Creates a folder unless it is there. */
void make_folder(const char *path);

__attribute__((format(printf, 1, 2))) void put(const char *format, ...);

/* A template is text in which a {key} stands for a value:
 *   {manifest} {stack}               always
 *   {layer} {room} {lab}             of a layer, or of the layer of a primitive
 *   {underlay}                       the name of the layer below; nothing for the ground
 *   {purpose}                        as a string of C
 *   {type} {name} {number} {count}   of a primitive; {count} is that of its parameters
 *   {parameters}                     as its prototype has them, "frame_t f, flag_t b" or "void"
 *   {arguments}                      as a call has them, "f, b" or nothing
 *   {values}                         as an array starts with them, "f, b" or "0"
 *   {return}                         "return " unless its type is void
 * Other braces stand for themselves. */
void put_text(const char *template);
void put_layer(const char *template, const struct layer *l);
void put_primitive(const char *template, const struct primitive *p);

/* The formula that is true while a program of that mode runs; whether the layer has one. */
void put_in_mode(const struct layer *l, int mode);
bool has_mode(const struct layer *l, int mode);

/* One array a layer, visible_LAYER, of the numbers of the primitives that are visible at it. */
void put_visible(void);

/* The commands: each file write_*.c and print.c begins with what it is for. */
void write_build(const char *folder);
void write_specs(const char *folder);
void write_table(void);
void write_lockstep(void);
void write_wrapper(const struct layer *l);
void write_contracts(const struct layer *l, bool of_module, const char *variant);
void print_derivation(void);
void print_dot(void);

#endif

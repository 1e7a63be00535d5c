/* ctype.h: as in C's standard library, of ASCII. */
#ifndef CTYPE_H
#define CTYPE_H

int isdigit(int c);
int isxdigit(int c);
int islower(int c);
int isupper(int c);
int isalpha(int c);
int isalnum(int c);
int isspace(int c);
int isprint(int c);
int isgraph(int c);
int iscntrl(int c);
int ispunct(int c);
int tolower(int c);
int toupper(int c);

#endif

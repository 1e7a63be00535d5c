/* elf.h: what a loader looks at of an ELF file of 32 bits, by words from the start of the file or
 * of a program header. */
#ifndef ELF_H
#define ELF_H

#define ELF_MAGIC    0u  /* word: ELF_IS_MAGIC */
#define ELF_CLASS    1u  /* its three low bytes: 32 bits, little endian, version 1 */
#define ELF_TYPE     4u  /* low half: executable; high half: the processor */
#define ELF_ENTRY    6u
#define ELF_PHOFF    7u  /* offset of the program headers, in bytes */
#define ELF_PHENT    10u /* high half: size of a program header, in bytes */
#define ELF_PHNUM    11u /* low half: how many there are */
#define ELF_WORDS    13u /* of the file's header */

#define ELF_IS_MAGIC 0x464c457fu /* DEL E L F */
#define ELF_IS_32    0x010101u
#define ELF_IS_386   0x00030002u
#define ELF_PH_BYTES 32u

/* Words of a program header. */
#define PH_TYPE   0u
#define PH_OFFSET 1u /* in the file, in bytes */
#define PH_VADDR  2u
#define PH_FILESZ 4u /* bytes of it that are in the file; the rest is zero */
#define PH_MEMSZ  5u
#define PH_FLAGS  6u
#define PH_WORDS  8u

#define PH_IS_LOAD 1u
#define PH_EXECUTE 1u /* in PH_FLAGS */
#define PH_WRITE   2u

#endif

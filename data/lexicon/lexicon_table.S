/* The block that engine/lexicon.h reads. */
  .section .rodata
  .balign 64
  .global presend_lexicon_begin
presend_lexicon_begin:
  .incbin PRESEND_LEXICON_FILE
  .global presend_lexicon_end
presend_lexicon_end:
  .section .note.GNU-stack,"",%progbits

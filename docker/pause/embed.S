/* The pause program's bytes inside the binary (see pause_image.cpp). */
        .section .rodata
        .global neargate_pause_begin
        .global neargate_pause_end
        .balign 16
neargate_pause_begin:
        .incbin "neargate-pause"
neargate_pause_end:
        .section .note.GNU-stack,"",%progbits

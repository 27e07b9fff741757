/* Holds a task's namespaces open: waits, reaps, and leaves at once when told to.
 *
 * Runs as PID 1 of its container, without libc, so that the image is this file of a few hundred bytes.
 * PID 1 never gets a signal whose action is the default; a blocked one is kept for it, so SIGTERM, SIGINT and
 * SIGCHLD are blocked and taken with rt_sigtimedwait. */

#if defined(__x86_64__)
enum { sys_exit = 60, sys_wait4 = 61, sys_rt_sigprocmask = 14, sys_rt_sigtimedwait = 128 };

static long call(long number, long a, long b, long c, long d) {
  register long r10 __asm__("r10") = d;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
enum { sys_exit = 93, sys_wait4 = 260, sys_rt_sigprocmask = 135, sys_rt_sigtimedwait = 137 };

static long call(long number, long a, long b, long c, long d) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}
#else
#error "the pause program knows the system calls of x86_64 and aarch64"
#endif

enum { sig_block = 0, sig_int = 2, sig_term = 15, sig_chld = 17, wait_no_hang = 1, signal_set_bytes = 8 };

void _start(void) {
  unsigned long const awaited = 1UL << (sig_int - 1) | 1UL << (sig_term - 1) | 1UL << (sig_chld - 1);
  call(sys_rt_sigprocmask, sig_block, (long)&awaited, 0, signal_set_bytes);
  for (;;) {
    long const taken = call(sys_rt_sigtimedwait, (long)&awaited, 0, 0, signal_set_bytes);
    if (taken == sig_int || taken == sig_term) call(sys_exit, 0, 0, 0, 0);
    while (call(sys_wait4, -1, 0, wait_no_hang, 0) > 0) {
    }
  }
}

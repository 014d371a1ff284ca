/* What the C library says of a zone: for each change of its clocks until 2100, the seconds of the change and, of every
   instant asked for around it, the wall clock. Prints "change instant year month day hour minute". */
#include <stdio.h>
#include <time.h>

static long offset(time_t at) {
  struct tm wall;
  localtime_r(&at, &wall);
  return wall.tm_gmtoff;
}

static void tell(time_t change, time_t at) {
  struct tm wall;
  localtime_r(&at, &wall);
  printf("%ld %ld %d %d %d %d %d\n", (long)change, (long)at, wall.tm_year + 1900, wall.tm_mon + 1, wall.tm_mday,
         wall.tm_hour, wall.tm_min);
}

int main(void) {
  const time_t day = 86400, end = 4102444800;
  for (time_t at = 0; at < end; at += day) {
    if (offset(at) == offset(at + day)) continue;
    time_t low = at, high = at + day;
    while (high - low > 1) {
      time_t middle = low + (high - low) / 2;
      if (offset(middle) == offset(at)) low = middle; else high = middle;
    }
    for (time_t near = high - 2 * day; near <= high + 3 * day; near += 600) tell(high, near);
  }
  return 0;
}

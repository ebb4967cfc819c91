// As crashes.c, in C++.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace table {
struct Shape {
  virtual ~Shape() = default;
  virtual int area() const { return 1; }
};
static Shape *volatile no_shape;

__attribute__((noinline)) static int virtual_call() {
  return no_shape->area();  // virtual-call
}
__attribute__((noinline)) static int out_of_range(const std::vector<int> &values) {
  return values.at(99);  // uncaught
}
__attribute__((noinline)) static void fail() {
  throw std::runtime_error("the table is gone");  // throw
}
template <typename Value>
__attribute__((noinline)) static int read(const Value *value) {
  return *value;  // template
}
}  // namespace table

extern "C" int32_t MyFunction(const char *input, int64_t *result, char *, size_t) noexcept {
  static int *volatile nothing;
  int value = 42;
  if (!strcmp(input, "virtual-call")) value = table::virtual_call();
  if (!strcmp(input, "uncaught")) value = table::out_of_range({1, 2, 3});
  if (!strcmp(input, "throw")) table::fail();
  if (!strcmp(input, "template")) value = table::read<int>(nothing);
  *result = value;
  return 0;
}

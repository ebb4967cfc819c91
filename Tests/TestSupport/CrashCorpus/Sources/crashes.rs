// As crashes.c, in Rust: as it unwinds a panic, and with panics that abort.
use std::ffi::{c_char, CStr};

#[inline(never)]
fn out_of_bounds(values: &[i64], index: usize) -> i64 {
    values[index] // out-of-bounds
}
#[inline(never)]
fn unwrap_none(value: Option<i64>) -> i64 {
    value.unwrap() // unwrap
}
#[inline(never)]
fn null_read(pointer: *const i64) -> i64 {
    unsafe { *pointer.wrapping_add(2) } // null-read
}
#[inline(never)]
#[rustfmt::skip]
#[allow(unconditional_recursion)]
fn overflow(depth: u64) -> u64 { let room = [depth; 16]; overflow(std::hint::black_box(depth + 1)) + room[3] } // overflow

#[no_mangle]
pub extern "C" fn MyFunction(input: *const c_char, result: *mut i64, _error: *mut c_char, _capacity: usize) -> i32 {
    let input = unsafe { CStr::from_ptr(input) }.to_str().unwrap_or("");
    let value = match input {
        "out-of-bounds" => out_of_bounds(&[1, 2, 3], input.len() * 9),
        "unwrap" => unwrap_none(if input.is_empty() { Some(1) } else { None }),
        "null-read" => null_read(std::hint::black_box(std::ptr::null())),
        "overflow" => overflow(0) as i64,
        _ => 42,
    };
    unsafe { *result = value };
    0
}

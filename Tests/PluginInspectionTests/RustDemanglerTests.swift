import Foundation
import TestSupport
import Testing

@testable import Demangling

@Suite("Rust's newer mangled names")
struct RustDemanglerTests {
  private func text(_ mangled: String) -> String? {
    RustDemangler.text(of: Array(mangled.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// As rustc 1.95 wrote them.
  static let names = [
    ("_RNvCsdOmxBqW8nI2_1m10MyFunction", "m::MyFunction"),
    ("_RNvMNtCsgEmfK2I1SDS_4core3stre3lenCsh0ufodFROgm_2v0", "<str>::len"),
    ("_RNCNCNvCsh0ufodFROgm_2v010MyFunction00B5_", "v0::MyFunction::{closure#0}::{closure#0}"),
    ("_RNCNvCsh0ufodFROgm_2v010MyFunctions1_0B3_", "v0::MyFunction::{closure#3}"),
    ("_RINvCsh0ufodFROgm_2v07genericThEEB2_", "v0::generic::<(u8,)>"),
    ("_RINvCsh0ufodFROgm_2v07genericuEB2_", "v0::generic::<()>"),
    ("_RINvCsh0ufodFROgm_2v07genericRSQcEB2_", "v0::generic::<&[&mut char]>"),
    (
      "_RINvCsh0ufodFROgm_2v04showINtNtCslNYArtu3iFV_5alloc3vec3VecINtNtCsgEmfK2I1SDS_4core6option6OptionfEEEB2_",
      "v0::show::<alloc::vec::Vec<core::option::Option<f32>>>"
    ),
    (
      "_RINvCsh0ufodFROgm_2v07genericAINtNtCsgEmfK2I1SDS_4core6option6OptionINtNtBx_6result6ResultnoEEj2_EB2_",
      "v0::generic::<[core::option::Option<core::result::Result<i128, u128>>; 2]>"
    ),
    (
      "_RINvCsh0ufodFROgm_2v07genericFG0_RL1_hQL0_eERL1_hEB2_",
      "v0::generic::<for<'a, 'b> fn(&'a u8, &'b mut str) -> &'a u8>"
    ),
    (
      "_RINvCsh0ufodFROgm_2v07genericFUKCPhOxEuEB2_",
      "v0::generic::<unsafe extern \"C\" fn(*const u8, *mut i64)>"
    ),
    (
      "_RINvCsh0ufodFROgm_2v07genericINtNtCslNYArtu3iFV_5alloc5boxed3BoxDG_INtNtNtCsgEmfK2I1SDS_4core3ops8function2FnTRL0_eEEp6OutputRL0_ShEL_EEB2_",
      "v0::generic::<alloc::boxed::Box<dyn for<'a> core::ops::function::Fn<(&'a str,), Output = &'a [u8]>>>"
    ),
    ("_RNvMCsh0ufodFROgm_2v0INtB2_6MatrixKj3_Kln5_Kb1_Kc7a_E4rowsB2_", "<v0::Matrix<3, -5, true, 'z'>>::rows"),
    (
      "_RNSNvYNCNvCsh0ufodFROgm_2v010MyFunctions1_0INtNtNtCsgEmfK2I1SDS_4core3ops8function6FnOnceTReEE9call_once6vtableB8_",
      "<v0::MyFunction::{closure#3} as core::ops::function::FnOnce<(&str,)>>::call_once::{shim:vtable#0}"
    ),
    (
      "_RINvXs_NvMNtCslNYArtu3iFV_5alloc5sliceSp9to_vec_inhNtB5_10ConvertVec6to_vecNtNtBa_5alloc6GlobalECsh0ufodFROgm_2v0",
      "<u8 as <[_]>::to_vec_in::ConvertVec>::to_vec::<alloc::alloc::Global>"
    ),
    ("_RNvC1a1f.llvm.1234", "a::f"),
  ]

  @Test(arguments: names)
  func real(mangled: String, expected: String) { #expect(text(mangled) == expected) }

  @Test(arguments: [
    "", "_R", "_RN", "_RNvC", "_RNvC1", "_RNvC1a", "_RNvC1a9f", "_R0NvC1a1f", "_RNvC1a1f!", "_RNvC1au3abc", "_RB_",
    "_RNvB_1f", "_RNvB9_1f", "_RNvCszzzzzzzzzzzz_1a1f", "_RINvC1a1fKj_E", "_RINvC1a1fKeab_E", "_RINvC1a1fRL5_hE",
    "_RINvC1a1fL1_E", "_RINvC1a1f", "_RNvC99999999999999999999a1f", "_ZN1a1fE", "_RINvC1a1fFGzzzz_EuE",
  ])
  func unreadable(mangled: String) { #expect(text(mangled) == nil) }

  /// A few letters that stand for a text without end, and ones that lead into one another.
  @Test func work() {
    var doubling = "_RINvC1a1f"
    for _ in 0..<200 { doubling += "TB8_B8_E" }
    #expect(text(doubling + "E") == nil)
    #expect(text("_RINvC1a1f" + String(repeating: "R", count: 900) + "hE") == nil)
    #expect(text("_RINvC1a1f" + String(repeating: "S", count: 50) + "hE") != nil)
    #expect(text("_RNvC1a1500" + String(repeating: "x", count: 1500)) == nil)
  }

  @Test func damaged() {
    var state: UInt64 = 20_261_124
    for (name, _) in Self.names {
      for length in 0..<name.utf8.count { _ = text(String(name.prefix(length))) }
      for _ in 0..<500 {
        var bytes = Array(name.utf8)
        for _ in 0..<3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
        }
        #expect(RustDemangler.text(of: bytes)?.count ?? 0 <= 5000)
      }
    }
  }
}

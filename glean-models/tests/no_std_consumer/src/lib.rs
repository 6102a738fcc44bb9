//! Reads and writes the wire types in any format, without std.
#![no_std]

extern crate alloc;

use alloc::string::String;
use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;

use glean_models::{AuthType, CreateAuthTokenResponse, ProblemDetails};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub fn minted<'de, D: Deserializer<'de>>(reply: D) -> Result<CreateAuthTokenResponse, D::Error> {
    CreateAuthTokenResponse::deserialize(reply)
}

pub fn for_the_browser<S: Serializer>(token: String, format: S) -> Result<S::Ok, S::Error> {
    CreateAuthTokenResponse::new(token, 1_893_456_000).serialize(format)
}

pub fn code<'de, D: Deserializer<'de>>(body: D) -> Result<Option<String>, D::Error> {
    Ok(ProblemDetails::deserialize(body)?.code)
}

#[unsafe(no_mangle)]
pub extern "C" fn length_of_the_auth_type() -> usize {
    AuthType::OAuth.as_str().len()
}

/// Has no memory to give: the consumer is built, not run.
struct NoMemory;

unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _layout: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _pointer: *mut u8, _layout: Layout) {}
}

#[global_allocator]
static ALLOCATOR: NoMemory = NoMemory;

#[panic_handler]
fn halt(_info: &PanicInfo<'_>) -> ! {
    loop {}
}

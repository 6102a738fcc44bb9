//! The operations as standalone functions, for whoever passes a [`GleanCore`] around.

use glean_models::CreateAuthTokenResponse;

use crate::client::authentication::CreateToken;
use crate::{Error, GleanCore, RequestOptions, execute};

/// Mints a token; the standalone form of
/// [`create_token`](crate::client::authentication::Authentication::create_token).
///
/// ```
/// use glean_api::{Glean, RequestOptions, funcs};
/// # use glean_testkit::FakeGlean;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # rt.block_on(async {
/// # let fake = FakeGlean::in_process();
/// # let glean = Glean::builder().server_url(fake.url()).api_token("glean_global");
/// # let glean = glean.transport(fake.transport()).sleep(fake.clock().clone()).build()?;
/// let options = RequestOptions::new().act_as("ada@example.com");
/// let minted = funcs::client_authentication_create_token(glean.core(), &options).await?;
/// assert!(minted.expiration_time > 0);
/// # Ok(())
/// # })
/// # }
/// ```
///
/// # Errors
///
/// Returns an [`Error`], whose [`kind`](Error::kind) says what failed.
pub async fn client_authentication_create_token(
    core: &GleanCore,
    options: &RequestOptions,
) -> Result<CreateAuthTokenResponse, Error> {
    execute::execute(core, &CreateToken, &mut options.clone()).await
}

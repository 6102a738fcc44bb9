use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use http::{Method, Response};

use crate::operation::Operation;
use crate::{Error, decode};

/// The operation `createToken`: `POST /rest/api/v1/createauthtoken`.
///
/// It mints a token for the user that the credential stands for, or that a global credential acts
/// for. Minting twice is harmless.
#[derive(Clone, Copy, Debug, Default)]
pub struct CreateToken;

impl Operation for CreateToken {
    type Output = CreateAuthTokenResponse;

    const NAME: &'static str = "createToken";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/rest/api/v1/createauthtoken";
    const REPEAT_SAFE: bool = true;

    fn response(response: Response<Bytes>) -> Result<CreateAuthTokenResponse, Error> {
        decode::success(Self::NAME, response)
    }
}

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use http::{Method, Response, StatusCode};

use crate::decode::{self, MediaType, media_type};
use crate::operation::Operation;
use crate::{Error, ErrorKind, GleanError};

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
        let status = response.status();
        if status.is_client_error() || status.is_server_error() {
            return Err(Error::reply(
                Self::NAME,
                ErrorKind::Api,
                GleanError::new(response),
            ));
        }
        if status != StatusCode::OK || media_type(response.headers()) != MediaType::Json {
            let reply = GleanError::new(response);
            return Err(Error::reply(
                Self::NAME,
                ErrorKind::UnexpectedResponse,
                reply,
            ));
        }
        decode::json(response.body())
            .map_err(|reason| Error::validation(Self::NAME, GleanError::new(response), reason))
    }
}

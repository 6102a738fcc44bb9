/// Writes the setters of [`RequestOptions`](crate::RequestOptions), for each type that has some.
///
/// The type gives `fn options_mut(&mut self) -> &mut RequestOptions`.
macro_rules! option_setters {
    () => {
        /// Sets the server's URL: `https://acme-be.glean.com`, or a gateway's, with its path.
        ///
        /// Without a scheme it is `https`; slashes at the end are dropped.
        pub fn server_url(mut self, url: impl AsRef<str>) -> Self {
            self.options_mut().set_server_url(url.as_ref());
            self
        }

        /// Sets the server by the instance's name, the part before `-be.glean.com`.
        pub fn instance(mut self, instance: impl AsRef<str>) -> Self {
            self.options_mut().set_instance(instance.as_ref());
            self
        }

        /// Allows `http://` to another machine than this one. The credential then goes in the clear.
        pub fn allow_insecure_http(mut self) -> Self {
            self.options_mut().allow_insecure_http = Some(true);
            self
        }

        /// Refuses `http://` to another machine, as is the default.
        pub fn no_insecure_http(mut self) -> Self {
            self.options_mut().allow_insecure_http = Some(false);
            self
        }

        /// Sets the credential: a Glean-issued token or an OAuth access token.
        ///
        /// The scheme `Bearer `, if it is there already in any case, is not doubled.
        pub fn api_token(mut self, token: impl Into<$crate::credential::ApiToken>) -> Self {
            self.options_mut().set_api_token(&token.into());
            self
        }

        /// Sets a provider that is asked for the credential at each call.
        pub fn credential_provider(
            mut self,
            provider: impl $crate::credential::CredentialProvider,
        ) -> Self {
            let provider = $crate::credential::Credential::provided(provider);
            self.options_mut().credential = $crate::options::Setting::Set(provider);
            self
        }

        /// Says that no credential is meant to be sent.
        pub fn anonymous(mut self) -> Self {
            self.options_mut().credential =
                $crate::options::Setting::Set($crate::credential::Credential::Anonymous);
            self
        }

        /// Sets how long each attempt may take. Default: 30 s.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options_mut()
                .set_duration("timeout", timeout, |options| &mut options.timeout);
            self
        }

        /// Lets an attempt take as long as it likes.
        pub fn no_timeout(mut self) -> Self {
            self.options_mut().timeout = $crate::options::Setting::Off;
            self
        }

        /// Sets how long the whole call may take, with all attempts, waits and the fetching of the
        /// credential. Default: none.
        pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
            self.options_mut()
                .set_duration("deadline", deadline, |options| &mut options.deadline);
            self
        }

        /// Lets the whole call take as long as its attempts and retries do.
        pub fn no_deadline(mut self) -> Self {
            self.options_mut().deadline = $crate::options::Setting::Off;
            self
        }

        /// Sets whether and how to retry. Default: one attempt only.
        pub fn retries(
            mut self,
            retries: impl Into<$crate::transport::retry::RetryConfig>,
        ) -> Self {
            self.options_mut().set_retries(retries.into());
            self
        }

        /// Makes one attempt only.
        pub fn no_retries(mut self) -> Self {
            self.options_mut().retries = $crate::options::Setting::Off;
            self
        }

        /// Sets the statuses that are retried, if retries are on. Default: 429, 500, 502, 503, 504.
        pub fn retry_codes(mut self, codes: $crate::transport::retry::RetryCodes) -> Self {
            self.options_mut().retry_codes = $crate::options::Setting::Set(codes);
            self
        }

        /// Retries on no status; connection errors may still be retried.
        pub fn no_retry_codes(mut self) -> Self {
            self.options_mut().retry_codes = $crate::options::Setting::Off;
            self
        }

        /// Sets the budget that retries are paid from, which keeps an outage from doubling the
        /// load. Default: none.
        ///
        /// It is shared by all that are given it or a clone of it: on the builder, by all calls of
        /// the client and its clones. Each call counts towards it, also one without retries.
        pub fn retry_budget(mut self, budget: $crate::transport::retry::RetryBudget) -> Self {
            self.options_mut().set_retry_budget(budget);
            self
        }

        /// Retries without regard to a budget, and puts nothing back into one.
        pub fn no_retry_budget(mut self) -> Self {
            self.options_mut().retry_budget = $crate::options::Setting::Off;
            self
        }

        /// Adds a header. The first of a name replaces what would be sent under it; further ones
        /// of that name follow.
        pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
            self.options_mut().set_header(name.as_ref(), value.as_ref());
            self
        }

        /// Drops the extra headers that would be inherited.
        pub fn no_headers(mut self) -> Self {
            self.options_mut().drop_headers();
            self
        }

        /// Appends to the `User-Agent`: your service's name and version, as in `signin/1.4`.
        ///
        /// To replace it as a whole, give it by [`header`](Self::header).
        pub fn user_agent_suffix(mut self, suffix: impl AsRef<str>) -> Self {
            self.options_mut().set_user_agent_suffix(suffix.as_ref());
            self
        }

        /// Sends the plain `User-Agent`.
        pub fn no_user_agent_suffix(mut self) -> Self {
            self.options_mut().reset_user_agent();
            self
        }

        /// Sets the user to act for, by e-mail (`X-Glean-ActAs`).
        ///
        /// A global credential needs it; every other kind acts for its own user, or for nobody.
        pub fn act_as(mut self, email: impl AsRef<str>) -> Self {
            self.options_mut().set_act_as(email.as_ref());
            self
        }

        /// Acts for nobody but whom the credential stands for.
        pub fn no_act_as(mut self) -> Self {
            self.options_mut().act_as = $crate::options::Setting::Off;
            self
        }

        /// Sets the kind of credential (`X-Glean-Auth-Type`): needed with an OAuth access token of
        /// an external identity provider, and with no other.
        pub fn auth_type(mut self, auth_type: $crate::models::AuthType) -> Self {
            self.options_mut().set_auth_type(&auth_type);
            self
        }

        /// Sends no `X-Glean-Auth-Type`.
        pub fn no_auth_type(mut self) -> Self {
            self.options_mut().auth_type = $crate::options::Setting::Off;
            self
        }

        /// Asks the API to leave out what was deprecated after a date, `YYYY-MM-DD`.
        pub fn exclude_deprecated_after(mut self, date: impl AsRef<str>) -> Self {
            self.options_mut()
                .set_exclude_deprecated_after(date.as_ref());
            self
        }

        /// Asks for nothing in the matter of deprecated parts.
        pub fn no_exclude_deprecated_after(mut self) -> Self {
            self.options_mut().exclude_deprecated_after = $crate::options::Setting::Off;
            self
        }

        /// Says whether to ask the API for experimental parts.
        pub fn include_experimental(mut self, include: bool) -> Self {
            self.options_mut().set_include_experimental(include);
            self
        }

        /// Sets the most bytes of body that a reply may have. Default: 1 MiB.
        pub fn body_limit(mut self, bytes: usize) -> Self {
            self.options_mut().body_limit = $crate::options::Setting::Set(bytes);
            self
        }

        /// Takes replies of any size.
        pub fn no_body_limit(mut self) -> Self {
            self.options_mut().body_limit = $crate::options::Setting::Off;
            self
        }
    };
}

pub(crate) use option_setters;

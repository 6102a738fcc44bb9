use std::io;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyUsagePurpose,
};

use super::validity::Validity;

/// The hosts by which a server on loopback is reached.
pub(super) const LOOPBACK: &[&str] = &["localhost", "127.0.0.1", "::1"];
/// A host by which no server is reached (RFC 6761).
pub(super) const ELSEWHERE: &[&str] = &["elsewhere.invalid"];

/// Describes the certificate of an authority, as verifiers want it.
pub(super) fn of_authority(validity: Validity) -> CertificateParams {
    let mut params = valid(CertificateParams::default(), validity);
    params.distinguished_name = named("Authority of a test");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// Describes the certificate of a server, as verifiers want it.
pub(super) fn of_server(hosts: &[&str], validity: Validity) -> io::Result<CertificateParams> {
    let names: Vec<_> = hosts.iter().copied().map(str::to_owned).collect();
    let params = CertificateParams::new(names).map_err(io::Error::other)?;
    let mut params = valid(params, validity);
    params.distinguished_name = named("Server of a test");
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn valid(mut params: CertificateParams, validity: Validity) -> CertificateParams {
    params.not_before = validity.not_before;
    params.not_after = validity.not_after;
    params
}

fn named(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

namespace PSSsl.Trust;

/// <summary>A certificate that one made that is not an authority, with the key of its own (RFC 3820). None is accepted.</summary>
internal static class ProxyCertificate
{
    internal const string Reference = "RFC 3820, 3.8";

    internal const string What = "it is a proxy certificate, made by one that is not an authority (RFC 3820)";
}

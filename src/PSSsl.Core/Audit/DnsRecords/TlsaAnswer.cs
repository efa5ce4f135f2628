using System.Collections.Generic;

namespace PSSsl.Audit.DnsRecords;

/// <summary>The TLSA records of a server.</summary>
/// <param name="Domain">The name that they are published for, at the end of its aliases if those are proved (RFC 7671, 7).</param>
/// <param name="Records">The records.</param>
/// <param name="IsAuthenticated">True if the resolver says that DNSSEC proves them.</param>
/// <param name="IsSafe">True if what the resolver says cannot have been changed on the way.</param>
internal sealed record TlsaAnswer(DnsName Domain, IReadOnlyList<TlsaRecord> Records, bool IsAuthenticated, bool IsSafe);

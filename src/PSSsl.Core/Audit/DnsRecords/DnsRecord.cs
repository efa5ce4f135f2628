namespace PSSsl.Audit.DnsRecords;

/// <summary>A record of an answer.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Type">Its number in <see cref="DnsType"/>.</param>
/// <param name="Data">What it says.</param>
/// <param name="Alias">The name that it says, if it is an alias.</param>
internal sealed record DnsRecord(DnsName Owner, int Type, byte[] Data, DnsName? Alias);

namespace PSSsl.Audit.DnsRecords;

/// <summary>Types of records, by their numbers at IANA.</summary>
internal static class DnsType
{
    internal const int Address = 1, Alias = 5, Options = 41, Tlsa = 52, Caa = 257;
}

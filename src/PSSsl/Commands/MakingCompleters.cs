using System.Collections.Generic;
using PSSsl.Certificates.Making;

namespace PSSsl.Commands;

/// <summary>Completes -KeyAlgorithm.</summary>
public sealed class KeyAlgorithmCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Algorithms;
}

/// <summary>Completes -Curve.</summary>
public sealed class CurveCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Curves;
}

/// <summary>Completes -HashAlgorithm.</summary>
public sealed class HashCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Hashes;
}

/// <summary>Completes -ExtendedKeyUsage.</summary>
public sealed class KeyPurposeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyPurposes.Descriptions;
}

/// <summary>Completes the reasons of revocation.</summary>
public sealed class RevocationReasonCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => RevocationReasons.Descriptions;
}

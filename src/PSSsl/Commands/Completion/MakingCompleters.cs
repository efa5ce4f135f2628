using System.Collections.Generic;
using PSSsl.Certificates.Making;
using PSSsl.X509;
using PSSsl.X509.Revocation;

namespace PSSsl.Commands.Completion;

/// <summary>Completes -KeyAlgorithm.</summary>
internal sealed class KeyAlgorithmCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Algorithms;
}

/// <summary>Completes -KeySize.</summary>
internal sealed class KeySizeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Sizes;
}

/// <summary>Completes -Curve.</summary>
internal sealed class CurveCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Curves;
}

/// <summary>Completes -HashAlgorithm.</summary>
internal sealed class HashCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyChoice.Hashes;
}

/// <summary>Completes -ExtendedKeyUsage.</summary>
internal sealed class KeyPurposeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => KeyPurposes.Descriptions;
}

/// <summary>Completes the reasons of revocation.</summary>
internal sealed class RevocationReasonCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => RevocationReasons.Descriptions;
}

/// <summary>Completes -SubjectAlternativeName with the kinds that stand before a name.</summary>
internal sealed class NameKindCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => NameForms.Kinds;
}

/// <summary>Completes -PermittedName and -ExcludedName with the kinds that stand before a subtree.</summary>
internal sealed class SubtreeKindCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => NameForms.SubtreeKinds;
}

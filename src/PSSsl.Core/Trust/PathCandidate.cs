using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>A way from the leaf up that is worth the platform's look.</summary>
/// <param name="Intermediates">What may stand between leaf and anchor.</param>
/// <param name="Anchors">Where it may end; null for the platform's own anchors.</param>
internal sealed record PathCandidate(IReadOnlyList<X509Certificate2> Intermediates, IReadOnlyList<X509Certificate2>? Anchors);

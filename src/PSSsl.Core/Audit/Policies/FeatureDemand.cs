using System;

namespace PSSsl.Audit.Policies;

/// <summary>What a policy demands of a feature.</summary>
/// <param name="Feature">The feature's name in reports.</param>
/// <param name="IsOn">Whether it must be there, or must not.</param>
/// <param name="Section">Where that stands.</param>
/// <param name="When">Which servers it is meant for; null for all.</param>
internal sealed record FeatureDemand(string Feature, bool IsOn, string Section, Func<SslServerReport, bool>? When = null);

#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>What the compiler marks constructors with that a compiler which knows no required members must not call.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
internal sealed class CompilerFeatureRequiredAttribute : Attribute
{
    public CompilerFeatureRequiredAttribute(string featureName) => FeatureName = featureName;

    public string FeatureName { get; }
}
#endif

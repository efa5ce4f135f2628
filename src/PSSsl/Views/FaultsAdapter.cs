using System;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace PSSsl;

/// <summary>
/// The properties of a result that lists faults, as scripts see them: as they are, but with the faults as objects, where serialisers, which
/// ask the class itself, get texts (<see cref="SslList{T}"/>). A property of the module's types file could not do that: nothing could be
/// put in its place with Add-Member.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FaultsAdapter : PSPropertyAdapter
{
    /// <summary>Of the two types that it is for.</summary>
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_readable = new();

    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject) =>
        new(Readable(Of(baseObject)).Select(p => new PSAdaptedProperty(p.Name, p)).ToList());

    /// <inheritdoc/>
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName) =>
        Readable(Of(baseObject)).FirstOrDefault(p => p.Name.Equals(propertyName, StringComparison.OrdinalIgnoreCase)) is { } found
            ? new PSAdaptedProperty(found.Name, found) : null;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => false;

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty) =>
        Property(adaptedProperty).GetValue(adaptedProperty.BaseObject) is var value && value is SslList<SslVerifyError> faults
            ? new ShownList<SslVerifyError>(faults) : value;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) =>
        throw new NotSupportedException($"'{Property(adaptedProperty).Name}' is a ReadOnly property.");

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) => Property(adaptedProperty).PropertyType.FullName!;

    private static Type Of(object baseObject) => (baseObject ?? throw new ArgumentNullException(nameof(baseObject))).GetType();

    private static PropertyInfo[] Readable(Type type) => s_readable.GetOrAdd(type, t =>
        t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0).ToArray());

    private static PropertyInfo Property(PSAdaptedProperty adapted) =>
        (PropertyInfo)(adapted ?? throw new ArgumentNullException(nameof(adapted))).Tag;
}

using System;
using System.Management.Automation;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Makes certificates and verdicts that come from another session or out of a file again what they were, so that they can be compared with
/// those of today. PowerShell asks it while it reads CLIXML; what has lost its bytes stays the bag that it is.
/// </summary>
public sealed class RebuiltConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) =>
        destinationType is not null && Deserialized.KindOf(sourceValue) == destinationType.Name;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new InvalidCastException();

    /// <summary>The object, which still says that it comes from elsewhere.</summary>
    /// <inheritdoc/>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            object made = DeserializedCertificate.Rebuild(sourceValue) ?? throw new InvalidCastException();
            PSObject wrapped = PSObject.AsPSObject(made);
            wrapped.TypeNames.Insert(0, "Deserialized." + made.GetType().FullName);
            return wrapped;
        }
        catch (SslException e)
        {
            throw new InvalidCastException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new InvalidCastException();
}

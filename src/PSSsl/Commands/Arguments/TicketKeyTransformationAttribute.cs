using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>One key, or several: PowerShell by itself would take the bytes of one for many keys of a byte each.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TicketKeyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is byte[] one)
            return new[] { one };
        if (value is not IEnumerable several || value is string)
            throw Wrong(value);
        var keys = new List<byte[]>();
        foreach (object? element in several)
            keys.Add((element is PSObject o ? o.BaseObject : element) as byte[] ?? throw Wrong(element));
        return keys.ToArray();
    }

    private static ArgumentTransformationMetadataException Wrong(object? value) =>
        new($"-TicketKey takes byte arrays, one for each key, of at least 32 random bytes; this is {TypeWord.Of(value)}.");
}

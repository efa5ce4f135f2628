using System;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>Leaves text to the parameter beside it: no text is a connection, and a host's name is one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
            return inputData;
        // The inner exception tells the binder to try another parameter.
        string message = $"The text '{text}' is not a connection: give a TcpClient, Socket, Stream or SslSocket.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}

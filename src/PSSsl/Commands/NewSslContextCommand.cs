using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>Makes a context that any number of sockets share: files are read and keys parsed once.</summary>
[Cmdlet(VerbsCommon.New, "SslContext")]
[OutputType(typeof(SslContext))]
public sealed class NewSslContextCommand : SslServerContextCommand
{
    // It may be for servers, so a table of pre-shared keys is as good as one key.
    private protected override bool IsServerCommand => true;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            WriteObject(CreateContext());
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }
}

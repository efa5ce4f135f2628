using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Commands.Arguments;

/// <summary>-OcspResponse: files, bytes, or a script block. Of several responses each goes with the certificate it is about.</summary>
internal static class OcspResponseArgument
{
    /// <exception cref="SslException">It is nothing of these, or no response.</exception>
    internal static Func<X509Certificate2, byte[]?>? Read(object[]? given, SslCommand cmdlet)
    {
        if (given is null || given.Length == 0)
            return null;
        object[] values = given.Select(v => v is PSObject wrapped ? wrapped.BaseObject : v).ToArray();
        if (values is [ScriptBlock script])
            return ScriptCallbacks.OcspResponse(script, cmdlet.SessionState);
        // An array of bytes comes as single ones where it was not given as one.
        if (values.All(v => v is byte))
            return Of(Check(values.Cast<byte>().ToArray(), "the bytes"));
        return Of(values.Select(v => v switch
        {
            string path => Check(KeyFile.ReadBytes(cmdlet.ResolvePath(path)!, "OcspResponse"), path),
            FileInfo file => Check(KeyFile.ReadBytes(file.FullName, "OcspResponse"), file.FullName),
            byte[] bytes => Check(bytes, "the bytes"),
            SslOcspResponse response => response.RawData,
            _ => throw Wrong($"{TypeWord.Begin(v)} is not an OCSP response"),
        }).ToArray());
    }

    private static Func<X509Certificate2, byte[]?> Of(params byte[][] responses) => new GivenStatus(responses).Find;

    private static byte[] Check(byte[] response, string source)
    {
        try
        {
            OcspAnswer answer = OcspAnswer.Of(response);
            return answer.Refusal is null ? response
                : throw Wrong($"The response in {source} contains no status: the responder answered {answer.Refusal}");
        }
        catch (FormatException e)
        {
            throw Wrong($"There is no OCSP response in {source}: {e.Message}", e);
        }
    }

    private static SslException Wrong(string message, Exception? inner = null) =>
        new(SslErrorCode.FileContent, SslPhase.Configuration, $"{message} (-OcspResponse).", inner)
    {
        RecommendedAction = "Give what 'openssl ocsp -respout FILE' wrote, its bytes, or a script block that returns them.",
    };
}

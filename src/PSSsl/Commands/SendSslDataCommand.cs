using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>Writes text, bytes and files to a socket, as they come.</summary>
[Cmdlet(VerbsCommunications.Send, "SslData", DefaultParameterSetName = "Data")]
[OutputType(typeof(SslSocket))]
public sealed class SendSslDataCommand : SslCommand
{
    private readonly List<byte> _loose = new();
    private TextToSend _text = null!;

    /// <summary>The socket; data may come from the pipeline, or the sockets that are all sent the same.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Data")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "File")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Socket")]
    [ArgumentCompleter(typeof(SocketCompleter))]
    [DeserializedTransformation]
    public SslSocket Socket { get; set; } = null!;

    /// <summary>Text, bytes, byte arrays and lists, files (FileInfo) and streams; arrays of these in their order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = "Data")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Socket")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [AllowNull]
    [Alias("Data", "Text")]
    public object? InputObject { get; set; }

    /// <summary>Files to send.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "File")]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] Path { get; set; } = null!;

    /// <summary>Adds CRLF after each text.</summary>
    [Parameter]
    public SwitchParameter NewLine { get; set; }

    /// <summary>The text encoding; default UTF-8.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding Encoding { get; set; } = new UTF8Encoding(false);

    /// <summary>Time limit for one write: seconds or a TimeSpan. Default: the socket's timeout.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Writes the socket to the pipeline, once.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _text = new TextToSend(Encoding, NewLine ? "\r\n" : string.Empty);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "File")
        {
            foreach (string path in Path)
                SendFile(path);
        }
        else
        {
            SendObject(InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject);
        }

        // Each socket from the pipeline is done with before the next.
        if (ParameterSetName != "Data")
            Finish();
    }

    private void SendObject(object? value)
    {
        switch (value)
        {
            case null:
                return;
            case byte single:
                // A byte array in the pipeline comes byte by byte; it is sent in pieces again.
                _loose.Add(single);
                if (_loose.Count >= 16 * 1024)
                    SendLoose();
                return;
            case byte[] bytes:
                SendLoose();
                Send(bytes, bytes.Length);
                return;
            case FileInfo file:
                SendLoose();
                SendFile(file);
                return;
            case Stream stream:
                SendLoose();
                SendStream(stream);
                return;
            case IEnumerable<byte> bytes:
                SendLoose();
                byte[] all = bytes.ToArray();
                Send(all, all.Length);
                return;
            case IEnumerable several and not (string or IDictionary):
                foreach (object? element in several)
                    SendObject(element is PSObject wrapped ? wrapped.BaseObject : element);
                return;
            default:
                SendLoose();
                SendText(value);
                return;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == "Data")
            Finish();
    }

    private void Finish()
    {
        SendLoose();
        try
        {
            _text.End();
        }
        catch (SslException e)
        {
            WriteSslError(e, null);
        }

        if (PassThru)
            WriteObject(Socket);
    }

    private void SendText(object value)
    {
        byte[] bytes;
        try
        {
            bytes = _text.Encode(value);
        }
        catch (SslException e)
        {
            WriteSslError(e, value);
            return;
        }

        if (bytes.Length > 0)
            Send(bytes, bytes.Length);
    }

    private void SendLoose()
    {
        if (_loose.Count == 0)
            return;
        byte[] bytes = _loose.ToArray();
        _loose.Clear();
        Send(bytes, bytes.Length);
    }

    private void SendFile(string path)
    {
        FileInfo file;
        try
        {
            file = new FileInfo(ResolvePath(path)!);
        }
        catch (SslException e)
        {
            WriteSslError(e, path);
            return;
        }

        SendFile(file);
    }

    private void SendFile(FileInfo file)
    {
        try
        {
            using FileStream stream = file.OpenRead();
            SendStream(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteSslError(new SslException(SslErrorCode.FileNotReadable, SslPhase.Write,
                $"{file.FullName} cannot be read: {e.Message.TrimEnd('.')}.", e)
                    { RecommendedAction = FileCure.Of(e, "Check the path and its permissions.") }, file);
        }
    }

    private void SendStream(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        for (int n; (n = stream.Read(buffer, 0, buffer.Length)) > 0;)
            Send(buffer, n);
    }

    private void Send(byte[] bytes, int count)
    {
        try
        {
            // A cmdlet is done when all is on its way, also on a socket whose own calls do not block.
            Socket.WriteWaiting(bytes, 0, count, Deadline.After(Timeout ?? Socket.Timeout), StopToken);
        }
        catch (SslException e)
        {
            ThrowSslError(e, Socket);
        }
    }
}

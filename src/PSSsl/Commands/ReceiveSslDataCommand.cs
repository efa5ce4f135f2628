using System;
using System.Management.Automation;
using System.Text;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>Reads from a socket: what is there, lines, so many bytes, up to a mark, or all.</summary>
[Cmdlet(VerbsCommunications.Receive, "SslData", DefaultParameterSetName = "Available")]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ReceiveSslDataCommand : SslCommand
{
    private readonly AlternativeParameters _alternatives = new();

    private byte[]? _mark;

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SocketCompleter))]
    [DeserializedTransformation]
    public SslSocket Socket { get; set; } = null!;

    /// <summary>Reads one line, without its LF or CRLF.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Line")]
    public SwitchParameter Line { get; set => field = _alternatives.Only(value); }

    /// <summary>Reads a paragraph: lines up to an empty one; empty lines before it, and the end of its last line, are left off.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Paragraph")]
    public SwitchParameter Paragraph { get; set => field = _alternatives.Only(value); }

    /// <summary>
    /// Reads exactly this number of bytes, fewer only at the end, and no partial character; with -Line or -Paragraph, this number of them.
    /// </summary>
    [Parameter(ParameterSetName = "Available")]
    [Parameter(ParameterSetName = "Line")]
    [Parameter(ParameterSetName = "Paragraph")]
    [Parameter(ParameterSetName = "Peek")]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>Reads up to this text or these bytes and removes them, like lines with another line ending.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Delimiter")]
    [ValidateNotNullOrEmpty]
    public object? Delimiter { get; set => field = _alternatives.Only(value); }

    /// <summary>Reads up to and including this text or these bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Until")]
    [ValidateNotNullOrEmpty]
    public object? Until { get; set => field = _alternatives.Only(value); }

    /// <summary>Reads to the end of the stream; with -Line or -Paragraph all of them, as they arrive.</summary>
    [Parameter(ParameterSetName = "Available")]
    [Parameter(ParameterSetName = "Line")]
    [Parameter(ParameterSetName = "Paragraph")]
    public SwitchParameter All { get; set; }

    /// <summary>Reads the next bytes without removing them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Peek")]
    public SwitchParameter Peek { get; set => field = _alternatives.Only(value); }

    /// <summary>Returns one byte array instead of text.</summary>
    [Parameter]
    public SwitchParameter AsBytes { get; set; }

    /// <summary>The text encoding; default UTF-8.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding Encoding { get; set; } = new UTF8Encoding(false);

    /// <summary>Maximum size of a line or paragraph in bytes; with -All, of everything. Default 1 MiB; for -All 1 GiB.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxLength { get; set; }

    /// <summary>Time limit: seconds or a TimeSpan. Default: the socket's timeout. Data received before a timeout is kept.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Treats an end without close_notify as a normal end.</summary>
    [Parameter]
    public SwitchParameter AllowTruncation { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            if (All && Count > 0)
            {
                throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                    "-All contradicts -Count.") { RecommendedAction = "Leave one of them out." };
            }

            _mark = Delimiter is not null ? MarkArgument.Read(Delimiter, nameof(Delimiter), Encoding) : Until is not null
                ? MarkArgument.Read(Until, nameof(Until), Encoding) : null;
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var reader = new SocketReader(Socket, Deadline.After(Timeout ?? Socket.Timeout), StopToken)
        {
            AllowTruncation = AllowTruncation || Socket.AllowTruncation,
            MaxLength = MaxLength,
            Text = AsBytes ? null : Encoding,
        };
        try
        {
            switch (ParameterSetName)
            {
                case "Line":
                    WriteEach(reader.Line);
                    break;
                case "Paragraph":
                    WriteEach(reader.Paragraph);
                    break;
                case "Delimiter":
                    Write(reader.Until(_mark!, keepMark: false));
                    break;
                case "Until":
                    Write(reader.Until(_mark!, keepMark: true));
                    break;
                case "Available" when Count > 0:
                    Write(reader.Exactly(Count));
                    break;
                case "Available" when All:
                    Write(reader.All(out SslException? brokenOff));
                    if (brokenOff is not null)
                        WriteSslError(brokenOff, Socket);
                    break;
                case "Peek":
                    Write(reader.Peek(Count == 0 ? 16 * 1024 : Count));
                    break;
                default:
                    Write(reader.Available());
                    break;
            }
        }
        catch (SslException e)
        {
            WriteSslError(e, Socket);
        }
    }

    private void WriteEach(Func<byte[]?> read)
    {
        int most = All ? int.MaxValue : Math.Max(1, Count);
        for (int i = 0; i < most && read() is { } piece; i++)
            Write(piece);
    }

    private void Write(byte[]? bytes)
    {
        if (bytes is null)
            return;
        if (AsBytes)
            WriteObject(bytes, enumerateCollection: false);
        else
            WriteObject(Encoding.GetString(bytes));
    }
}

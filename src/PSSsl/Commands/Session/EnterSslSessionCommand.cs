using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Commands.Session;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Talks to a server by hand, as <c>openssl s_client</c> does: what is typed is sent line by line, what the server says is shown. Ctrl+D
/// ends it. Lines from the pipeline are sent in place of typed ones, and what the server says is then written as lines.
/// </summary>
[Cmdlet(VerbsCommon.Enter, "SslSession", DefaultParameterSetName = "Host")]
[OutputType(typeof(string))]
public sealed class EnterSslSessionCommand : SslConnectCommand
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(20);

    private readonly StringBuilder _rest = new();
    private SslSocket? _socket;
    private SessionTalk? _talk;
    private bool _began;
    private bool _wasBlocking;

    /// <summary>The server: name or address, also with a port.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Host")]
    [Alias("HostName", "PeerHost", "PeerAddr", "DnsName", "Server")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string ComputerName { get; set => field = OfHost(value); } = null!;

    /// <summary>A socket that is open already; it stays open.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Socket")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SocketCompleter))]
    public SslSocket Socket { get; set => field = OfExisting(value); } = null!;

    /// <summary>Lines to send instead of typed ones.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowEmptyString]
    public string? InputObject { get; set; }

    /// <summary>Lines end with CR and LF, as most protocols want it (SMTP, IMAP, HTTP), and not with LF alone.</summary>
    [Parameter]
    public SwitchParameter Crlf { get; set; }

    /// <summary>The text encoding; default UTF-8.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding Encoding { get; set; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>How long the server may be silent once the input has ended, in seconds or as a TimeSpan. Default 2 s.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(2);

    private bool HasTypist => !MyInvocation.ExpectingInput && InputObject is null && !Console.IsInputRedirected;

    private protected override void Connected(SslSocket socket) => _socket = socket;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            if (ParameterSetName == "Socket")
                RefuseHostOptions();
            if (MyInvocation.BoundParameters.ContainsKey(nameof(ThrottleLimit)))
                throw OneOnly("A session is with one host, so that -ThrottleLimit changes nothing.", "Leave it out.");
            HostLine? line = ComputerName is null ? null : HostLine.Read(ComputerName);
            if (HostLine.ReadPorts(Port).Count > 1 || line?.Ports.Count > 1)
                throw OneOnly("A session is with one port.", "Give -Port one value.");
            if (line?.Hosts.Count > 1)
                throw OneOnly("A session is with one host.", "Give one address of the range.");
        }
        catch (SslException e)
        {
            ThrowSslError(e, ComputerName);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_began)
            Begin();
        if (_talk is null || InputObject is null)
            return;
        Talk(() =>
        {
            _talk.Listen(s_glance);
            if (!_talk.HasEnded)
                _talk.Send(InputObject);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_began)
            Begin();
        if (_talk is null)
            return;
        Talk(() =>
        {
            if (HasTypist)
                Converse();
            else if (!MyInvocation.ExpectingInput && InputObject is null)
                ReadRedirected();
            if (!HasTypist)
                WriteRest();
        });
        if (_talk.HasEnded)
            Say($"{_socket!.PeerName} has closed the connection.");
    }

    private void Begin()
    {
        _began = true;
        if (ParameterSetName == "Socket")
        {
            _socket = Socket;
        }
        else
        {
            StartConnecting(ComputerName, isLine: false);
            FinishConnecting();
        }

        if (_socket is null)
            return;
        _wasBlocking = _socket.Blocking;
        _socket.Blocking = true;
        _talk = new SessionTalk(_socket, Encoding, Crlf ? "\r\n" : "\n", Show, StopToken);
        Say($"Connected to {_socket.PeerName}: {Agreed(_socket)}.");
        if (HasTypist)
            Say("What you type is sent line by line. Ctrl+D ends the session.");
    }

    /// <summary>A socket that is there already was made with its own.</summary>
    private void RefuseHostOptions()
    {
        string[] idle = MyInvocation.BoundParameters.Keys.Where(n => ContextOptions.Contains(n)
                || n is nameof(VerifyName) or nameof(ServerName) or nameof(Context) or nameof(Timeout) or nameof(Target))
            .Select(n => "-" + n).OrderBy(n => n, StringComparer.Ordinal).ToArray();
        if (idle.Length > 0)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"{string.Join(", ", idle)} cannot be used with -Socket: it is connected already.")
            {
                RecommendedAction = "Leave it out, or give -ComputerName.",
            };
        }
    }

    private static SslException OneOnly(string message, string cure) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, message) { RecommendedAction = cure };

    private static string Agreed(SslSocket socket) => socket.Version is null ? "plain text"
        : $"{socket.Version}, {socket.Cipher?.Name}{(socket.PeerCertificate is { } shown ? $", {shown.Subject} until "
            + $"{Formatting.Time(shown.NotAfter)}" : string.Empty)}";

    /// <summary>A connection that fails ends the session, and not the pipeline.</summary>
    private void Talk(Action part)
    {
        try
        {
            part();
        }
        catch (SslException e)
        {
            WriteSslError(e, _socket);
            _talk = null;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Converse()
    {
        var typed = new TypedLines(Host.UI.Write);
        while (!_talk!.HasEnded && !typed.HasEnded)
        {
            StopToken.ThrowIfCancellationRequested();
            _talk.Listen(s_glance);
            for (string? line = typed.Next(); line is not null && !_talk.HasEnded; line = typed.Next())
                _talk.Send(line);
        }

        Host.UI.WriteLine();
    }

    /// <summary>Input of the whole process, a file or a pipe of the system's.</summary>
    private void ReadRedirected()
    {
        TextReader input = Console.In;
        for (string? line = input.ReadLine(); line is not null && !_talk!.HasEnded; line = input.ReadLine())
        {
            _talk.Listen(s_glance);
            _talk.Send(line);
        }
    }

    /// <summary>What the server still says once all has been sent.</summary>
    private void WriteRest()
    {
        while (!_talk!.HasEnded && _talk.Listen(Linger))
            StopToken.ThrowIfCancellationRequested();
        if (_rest.Length > 0)
            WriteObject(HarmlessText.WrittenOut(_rest.ToString()));
        _rest.Clear();
    }

    /// <summary>To the terminal as it comes, to the pipeline in whole lines.</summary>
    private void Show(string text)
    {
        if (HasTypist)
        {
            Host.UI.Write(HarmlessText.Message(text));
            return;
        }

        _rest.Append(text);
        string[] lines = _rest.ToString().Split('\n');
        for (int i = 0; i < lines.Length - 1; i++)
            WriteObject(HarmlessText.WrittenOut(lines[i].TrimEnd('\r')));
        _rest.Clear().Append(lines[lines.Length - 1]);
    }

    private void Say(string text)
    {
        if (HasTypist)
            Host.UI.WriteLine(HarmlessText.Message(text));
        else
            WriteFlow(text);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _socket is { } socket)
        {
            if (ParameterSetName == "Socket")
                socket.Blocking = _wasBlocking;
            else
                socket.Close(SslShutdown.Fast, CancellationToken.None);
            _socket = null;
        }

        base.Dispose(disposing);
    }
}

using System;
using System.Text;

namespace PSSsl.Commands.Session;

/// <summary>
/// Lines that are typed at a console, key by key, so that what the peer says meanwhile is seen, and nothing that is typed afterwards is
/// lost to a reader that waits for a line.
/// </summary>
internal sealed class TypedLines
{
    private const char CtrlD = '\u0004', CtrlZ = '\u001A';

    private readonly Action<string> _echo;
    private readonly StringBuilder _line = new();

    internal TypedLines(Action<string> echo) => _echo = echo;

    /// <summary>True once Ctrl+D, or Ctrl+Z as Windows has it, was typed.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>A line that is complete; null if none is yet.</summary>
    internal string? Next()
    {
        while (!HasEnded && Console.KeyAvailable)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
            {
                string line = _line.ToString();
                _line.Clear();
                _echo(Environment.NewLine);
                return line;
            }

            Take(key);
        }

        return null;
    }

    private void Take(ConsoleKeyInfo key)
    {
        bool isEnd = key.KeyChar is CtrlD or CtrlZ
            || ((key.Modifiers & ConsoleModifiers.Control) != 0 && key.Key is ConsoleKey.D or ConsoleKey.Z);
        if (isEnd && _line.Length == 0)
        {
            HasEnded = true;
        }
        else if (key.Key == ConsoleKey.Backspace)
        {
            if (_line.Length > 0)
            {
                _line.Length--;
                _echo("\b \b");
            }
        }
        else if (!char.IsControl(key.KeyChar))
        {
            _line.Append(key.KeyChar);
            _echo(key.KeyChar.ToString());
        }
    }
}

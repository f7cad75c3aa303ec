using System.Text;
using Minos.Configuration;

namespace Minos.Logs;

/// <summary>The way of one stream's bytes through capture mode and filters to where they are kept. On the pump's thread.</summary>
internal sealed class OutputPipeline : ICaptureReceiver
{
    private readonly LogPump _pump;
    private readonly OutputSink _sink;
    private readonly AnsiStripper? _stripper;
    private readonly CaptureParser? _capture;
    private readonly CaptureBuffer? _message;
    private readonly LineSplitter? _lines;
    private readonly LineSplitter.LineHandler? _sendLine;
    private readonly LineStamper? _stamper;
    private readonly List<byte> _mirrorTail = [];

    public OutputPipeline(LogPump pump, OutputSink sink, SharedLogFile? file)
    {
        _pump = pump;
        _sink = sink;
        File = file;
        _stamper = LineStamper.Create(pump, sink, file);
        _stripper = sink.StripAnsi ? new AnsiStripper() : null;
        if (sink.CaptureMaxBytes > 0)
        {
            _capture = new CaptureParser();
            _message = new CaptureBuffer(sink.CaptureMaxBytes);
        }

        if (sink.Syslog)
        {
            byte[] name = Encoding.UTF8.GetBytes(sink.ProcessName + " ");
            _lines = new LineSplitter(SyslogSender.MaxLineBytes);
            _sendLine = line => _pump.Syslog.Send([.. name, .. line]);
        }
    }

    public SharedLogFile? File { get; }

    /// <summary>Whether the bytes can go from the pipe to the file without being seen.</summary>
    public bool IsPlainCopy =>
        File is { Stamper: null } && _stamper is null && _stripper is null && _capture is null && _lines is null && _sink.OutputReceived is null
        && !IsMirrored;

    /// <summary>How much may be read at once, so that a file whose reader is slow can keep what it becomes.</summary>
    public int MaxReadBytes => _stamper is not null && File!.File.CanBlock
        ? Math.Min(LogPump.BufferBytes, RotatingFile.MaxBacklogBytes / _stamper.MaxGrowth)
        : LogPump.BufferBytes;

    private bool IsMirrored => _sink.MirrorToMainLog && _pump.Log.IsEnabled(SupervisorLogLevel.Debug);

    public void Write(ReadOnlySpan<byte> data)
    {
        if (_capture is not null)
        {
            _capture.Parse(data, this);
        }
        else
        {
            Output(data, isCaptured: false);
        }
    }

    /// <summary>Hands on everything that was held back for what might have followed.</summary>
    /// <param name="isLeft">Another daemon goes on with this output: the line that it is in stays open.</param>
    public void Finish(bool isLeft = false)
    {
        _capture?.Finish(this);
        if (_stripper is not null)
        {
            Keep(_stripper.Finish(), _capture?.IsCapturing == true);
        }

        _lines?.Finish(_sendLine!);
        if (isLeft)
        {
            _stamper?.Leave();
        }
        else
        {
            _stamper?.Finish();
        }

        if (_mirrorTail.Count > 0)
        {
            Mirror([]);
        }
    }

    public void Output(ReadOnlySpan<byte> data, bool isCaptured) =>
        Keep(_stripper is null ? data : _stripper.Strip(data, _pump.Scratch), isCaptured);

    public void MessageCompleted()
    {
        byte[] message = _message!.Take();
        _sink.MessageReceived?.Invoke(message);
        if (_pump.Log.IsEnabled(SupervisorLogLevel.Debug))
        {
            _pump.Log.Debug($"'{_sink.ProcessName}' {_sink.Stream} emitted a comm event");
        }
    }

    private void Keep(ReadOnlySpan<byte> data, bool isCaptured)
    {
        if (data.IsEmpty)
        {
            return;
        }

        if (isCaptured)
        {
            _message!.Append(data);
        }
        else
        {
            if (_stamper is not null)
            {
                _stamper.Write(data);
            }
            else
            {
                File?.Write(data);
            }

            _lines?.Add(data, _sendLine!);
        }

        // Captured output is mirrored and published as well; that is what Supervisor does, whatever its manual says.
        if (IsMirrored)
        {
            Mirror(data);
        }

        _sink.OutputReceived?.Invoke(data.ToArray());
    }

    private void Mirror(ReadOnlySpan<byte> data)
    {
        byte[] all = [.. _mirrorTail, .. data];
        _mirrorTail.Clear();

        // A character that is cut in two waits for its other half, unless the output ends here.
        int whole = data.IsEmpty ? all.Length : Utf8Text.WholeCharacters(all);
        _mirrorTail.AddRange(all.AsSpan(whole));
        ReadOnlySpan<byte> shown = all.AsSpan(0, whole);
        if (!shown.IsEmpty)
        {
            string text = Utf8Text.TryDecode(shown, out string decoded) ? decoded : "Undecodable: " + Utf8Text.PythonLiteral(shown);
            _pump.Log.Debug($"'{_sink.ProcessName}' {_sink.Stream} output:\n{text}");
        }
    }
}

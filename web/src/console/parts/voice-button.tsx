import { AudioOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { canRecord, clock, LONGEST, record, type Recording } from '../../phone/files/recording';

interface Props {
  disabled: boolean;
  onRecorded: (file: File) => void;
}

/** Says it instead of typing it: start, the running time, stop. Not there where the browser cannot record. */
export function VoiceButton({ disabled, onRecorded }: Props) {
  const [isRecording, setRecording] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [isRefused, setRefused] = useState(false);
  const running = useRef<Recording>(null);
  useEffect(() => () => running.current?.stop(), []);
  useEffect(() => {
    if (!isRecording) return;
    const timer = setInterval(() => setSeconds((before) => Math.min(LONGEST, before + 1)), 1_000);
    return () => clearInterval(timer);
  }, [isRecording]);

  const start = async () => {
    setRefused(false);
    setSeconds(0);
    try {
      running.current = await record(({ blob, name }) => {
        setRecording(false);
        onRecorded(new File([blob], name, { type: blob.type }));
      });
      setRecording(true);
    } catch {
      setRefused(true);
    }
  };

  if (!canRecord()) return null;
  return (
    <>
      <Button
        icon={<AudioOutlined />}
        disabled={disabled && !isRecording}
        onClick={() => (isRecording ? running.current?.stop() : void start())}
      >
        {isRecording ? (
          <span>
            停止录音 <span className="number">{clock(seconds)}</span>
          </span>
        ) : (
          '录一段话'
        )}
      </Button>
      {isRefused ? (
        <span className="small" role="alert">
          没有麦克风可用,请允许使用麦克风,或直接打字。
        </span>
      ) : null}
    </>
  );
}

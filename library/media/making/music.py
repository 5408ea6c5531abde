"""Music: eight bars that run into their own start, synthesised; stereo at 48 kHz, -1…1."""

import numpy as np
from numpy.typing import NDArray

from .fields import rng

RATE = 48_000
BEAT = 0.625
"""Seconds: 96 beats a minute."""
BARS = 8
SECONDS = BARS * 4 * BEAT
TOTAL = round(SECONDS * RATE)

Sound = NDArray[np.float64]

# A minor ninth, F major seventh, C major ninth, G suspended: MIDI notes, the bass first.
CHORDS = [(45, 57, 60, 64, 71), (41, 57, 60, 64, 69), (48, 55, 64, 67, 74), (43, 57, 62, 67, 74)]


def _hertz(note: float) -> float:
    return 440 * 2 ** ((note - 69) / 12)


def _time(seconds: float) -> Sound:
    return np.arange(round(seconds * RATE)) / RATE


def _low(signal: Sound, hertz: float) -> Sound:
    """What is below `hertz`, by a slope of the spectrum of 12 decibels an octave."""
    along = np.fft.rfftfreq(len(signal), 1 / RATE)
    return np.fft.irfft(np.fft.rfft(signal) / (1 + (along / hertz) ** 2), len(signal))


class Track:
    """A loop of two channels; what rings beyond the end is heard at the start."""

    def __init__(self) -> None:
        self.sound = np.zeros((TOTAL, 2))

    def add(self, at: float, voice: Sound, gain: float, pan: float = 0.0) -> None:
        """A voice at this second; `pan` from -1, left, to 1, right, with equal power."""
        where = (round(at * RATE) + np.arange(len(voice))) % TOTAL
        angle = (pan + 1) * np.pi / 4
        np.add.at(self.sound, where, gain * voice[:, None] * np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2))


def _kick() -> Sound:
    t = _time(0.32)
    return np.sin(2 * np.pi * (46 * t + 8.5 * (1 - np.exp(-t * 34)))) * np.exp(-t * 11) + 0.4 * np.exp(-t * 900)


def _snare(source: np.random.Generator) -> Sound:
    t = _time(0.26)
    hiss = source.standard_normal(len(t))
    return 0.5 * np.sin(2 * np.pi * 186 * t) * np.exp(-t * 26) + 0.5 * (hiss - _low(hiss, 900)) * np.exp(-t * 19)


def _hat(source: np.random.Generator, length: float) -> Sound:
    t = _time(length * 5)
    hiss = source.standard_normal(len(t))
    return (hiss - _low(hiss, 6500)) * np.exp(-t / length)


def _bass(note: float, seconds: float) -> Sound:
    t = _time(seconds)
    wave = sum(np.sin(2 * np.pi * _hertz(note) * k * t) / k * np.exp(-t * k * 1.4) for k in range(1, 9))
    return np.asarray(wave) * np.minimum(1, t * 150) * np.minimum(1, (seconds - t) * 40)


def _pluck(note: float) -> Sound:
    t = _time(1.6)
    tone = np.sin(2 * np.pi * _hertz(note) * t + 1.6 * np.exp(-t * 7) * np.sin(2 * np.pi * _hertz(note) * 3.003 * t))
    return tone * np.exp(-t * 4.2) * np.minimum(1, t * 500)


def _pad(note: float, seconds: float, source: np.random.Generator) -> tuple[Sound, Sound]:
    t = _time(seconds + 1.2)
    shape = np.minimum(1, t / 0.9) * np.clip((seconds + 1.2 - t) / 1.2, 0, 1)
    sides: list[Sound] = []
    for _ in range(2):
        wave = np.zeros(len(t))
        for _ in range(3):
            hertz = _hertz(note + source.uniform(-0.07, 0.07))
            phase = source.random()
            wave += 2 * ((hertz * t + phase) % 1) - 1
        sides.append(_low(_low(wave, 900), 1600) * shape)
    return sides[0], sides[1]


def loop() -> NDArray[np.int16]:
    """The loop: (samples, 2)."""
    source = rng("music")
    drums, rest, wet = Track(), Track(), Track()
    duck = np.ones(TOTAL)
    for bar in range(BARS):
        start, chord = bar * 4 * BEAT, CHORDS[bar % 4]
        for beat in (0, 2, 2.75) if bar % 2 else (0, 1.5, 2):
            drums.add(start + beat * BEAT, _kick(), 0.62)
            t = _time(0.4)
            where = (round((start + beat * BEAT) * RATE) + np.arange(len(t))) % TOTAL
            duck[where] *= 1 - 0.55 * np.exp(-t * 9)
        for beat in (1, 3) if bar != BARS - 1 else (1, 3, 3.5, 3.75):
            drums.add(start + beat * BEAT, _snare(source), 0.34, 0.06)
            wet.add(start + beat * BEAT, _snare(source), 0.1)
        for eighth in range(8):
            swing = 0.045 * BEAT * (eighth % 2)
            loud = 0.16 if eighth % 2 else 0.09
            drums.add(
                start + eighth * BEAT / 2 + swing,
                _hat(source, 0.09 if eighth == 7 else 0.02),
                loud,
                0.35 * np.sin(eighth + bar),
            )
        for beat, length, octave in ((0, 1.4, 0), (1.5, 0.45, 0), (2.5, 0.9, 12), (3.5, 0.4, 7)):
            rest.add(start + beat * BEAT, _bass(chord[0] - 12 + octave, length * BEAT), 0.24)
        for note in chord[1:]:
            left, right = _pad(note, 4 * BEAT, source)
            for side, voice in ((-0.8, left), (0.8, right)):
                rest.add(start, voice, 0.03, side)
                wet.add(start, voice, 0.012, side)
        for sixteenth, step in enumerate((0, 3, 1, 2, 4, 3, 2, 4)):
            if bar >= 4 or sixteenth % 2 == 0:
                note = (*chord[1:], chord[2] + 12)[step] + 12
                rest.add(start + sixteenth * BEAT / 2, _pluck(note), 0.075, 0.6 * np.sin(1.7 * sixteenth + bar))
                wet.add(start + (sixteenth + 1.5) * BEAT / 2, _pluck(note), 0.04, -0.6 * np.sin(1.7 * sixteenth + bar))
    # A hall by convolution round the loop: noise that dies away in two seconds.
    t = _time(2.6)
    hall = np.zeros((TOTAL, 2))
    for side in range(2):
        hall[: len(t), side] = _low(source.standard_normal(len(t)) * np.exp(-t * 2.6), 4200)
    echo = np.fft.irfft(np.fft.rfft(wet.sound, axis=0) * np.fft.rfft(hall, axis=0), TOTAL, axis=0)
    mixed = drums.sound + rest.sound * duck[:, None] + echo * 0.035
    mixed = np.tanh(mixed * 1.25)
    return (mixed / np.abs(mixed).max() * 0.89 * 32767).astype(np.int16)

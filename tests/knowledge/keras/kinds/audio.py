"""Layers that make spectrograms of sound."""

from random import Random

from tests.knowledge.keras.kinds.making import FLOATS, Kind, data_format, several


def mel(random: Random) -> str:
    sizes = f"fft_length={random.choice((2, 4, 5))}, sequence_stride={random.choice((1, 2, 3))}"
    more = several(random, f"num_mel_bins={random.choice((3, 8))}", "power_to_db=False")
    return ", ".join(filter(None, (sizes, more)))


def stft(random: Random) -> str:
    modes = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
    window = random.choice((2, 3, 4))
    options = several(
        random,
        f"frame_step={random.randint(1, window)}",
        f"fft_length={random.choice((4, 5, 8))}",
        f"padding={random.choice(('valid', 'same'))!r}",
        "expand_dims=True",
        data_format(random),
    )
    return ", ".join(filter(None, (f"{random.choice(modes)!r}, {window}", options)))


AUDIO: dict[str, Kind] = {
    "MelSpectrogram": Kind(mel, 2, dtypes=(*FLOATS, "bool"), keras=(3,), sizes=(9, 14, 16, 25)),
    "STFTSpectrogram": Kind(stft, 3, dtypes=FLOATS, keras=(3,)),
}
"""How each layer class is tried."""

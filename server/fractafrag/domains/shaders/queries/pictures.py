"""How long pictures take, for those who keep the platform running. No viewer: it tells of no work."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ARRAY, Double, cast, func, select

from fractafrag.core import clock
from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.models import RenderRow

QUANTILES = (0.5, 0.95, 0.99)


@dataclass(frozen=True)
class PictureTimes:
    """Pictures that were finished of late: outcome → count, and quantile → seconds from the wish to the end."""

    outcomes: dict[str, int]
    quantiles: dict[str, float]


async def times(session: ReadSession, viewer: Viewer | None, within: timedelta) -> PictureTimes:
    """What became of the pictures that were finished `within` this time, whoever asks."""
    lately = RenderRow.finished_at > clock.now() - within
    outcomes = await session.execute(select(RenderRow.status, func.count()).where(lately).group_by(RenderRow.status))
    waited = func.extract("epoch", RenderRow.finished_at - RenderRow.requested_at)
    wanted = cast(list(QUANTILES), ARRAY(Double))
    found = await session.scalar(
        select(func.percentile_cont(wanted).within_group(waited)).where(lately, RenderRow.status == "ready")
    )
    quantiles = {str(name): float(value) for name, value in zip(QUANTILES, found or (), strict=False)}
    return PictureTimes({row[0]: row[1] for row in outcomes}, quantiles)

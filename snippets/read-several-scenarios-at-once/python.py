import asyncio
import os

import httpx

scenarios = (9000001, 9000002, 9000003)

async def main():
    async with httpx.AsyncClient(
        base_url="https://engine.energytransitionmodel.com/api/v3",
        headers={"Authorization": "Bearer " + os.environ["ETM_API_TOKEN"]},
        limits=httpx.Limits(max_connections=5),
    ) as client:
        answers = [client.get(f"/scenarios/{each}") for each in scenarios]
        for response in await asyncio.gather(*answers):
            scenario = response.raise_for_status().json()
            print(scenario["id"], scenario["end_year"])
            #> 9000001 2050
            #> 9000002 2050
            #> 9000003 2040

asyncio.run(main())
